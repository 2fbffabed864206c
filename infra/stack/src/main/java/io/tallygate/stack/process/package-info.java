/// Operating-system processes as the launcher sees them: started in a session of their own ([Launch]), remembered on
/// disk so that a later launcher finds them ([ProcessRecords]), ended gently and then not ([Ending]), with logs that
/// stay small ([LogBound]) and ports that can be named ([BusyPort]). Knows no part of Tallygate.
@NullMarked
package io.tallygate.stack.process;

import org.jspecify.annotations.NullMarked;
