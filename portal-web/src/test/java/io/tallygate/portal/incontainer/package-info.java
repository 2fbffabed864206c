/// Tests that run inside the portal's server, through Arquillian: what cannot be seen from outside.
package io.tallygate.portal.incontainer;
