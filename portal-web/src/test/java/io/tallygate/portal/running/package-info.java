/// The portal as it runs: a real Open Liberty on a free port with the WAR that was just built, and a PostgreSQL of its
/// own.
/// Tests take [RunningPortal#shared]; `RunningPortal`'s main keeps one running for a person who looks at pages.
package io.tallygate.portal.running;
