/// What is drilled: a running stack as `stack.json` describes it ([Stack]), an API of the demo tenant that
/// calls can go to ([DrilledApi]), and what ClickHouse counted ([CountedCalls]).
@NullMarked
package io.tallygate.load.subject;

import org.jspecify.annotations.NullMarked;
