/// Answers as a person or a program wants to read them. Start at [Form]. Knows no command and no HTTP.
@NullMarked
package io.tallygate.cli.output;

import org.jspecify.annotations.NullMarked;
