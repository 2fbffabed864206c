/// A consumer's side of calls: one keep-alive connection ([CallConnection]) and a paced crowd of them
/// ([SteadyCalls]).
@NullMarked
package io.tallygate.load.call;

import org.jspecify.annotations.NullMarked;
