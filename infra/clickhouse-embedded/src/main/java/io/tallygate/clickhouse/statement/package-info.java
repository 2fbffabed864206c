/// What must be known of a statement's text before the engine sees it: where an INSERT's rows begin, and which output
/// format it names. Start at [StatementText]. Everything else about SQL is the engine's own parser's business.
@NullMarked
package io.tallygate.clickhouse.statement;

import org.jspecify.annotations.NullMarked;
