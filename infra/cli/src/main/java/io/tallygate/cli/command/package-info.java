/// One file a command. Each reads what was typed, makes the calls, and prints the answer; [Connection] finds the
/// installation and [Printing] the form.
@NullMarked
package io.tallygate.cli.command;

import org.jspecify.annotations.NullMarked;
