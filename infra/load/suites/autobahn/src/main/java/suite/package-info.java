/// [Cases] runs them, [Echo] answers them.
@NullMarked
package suite;

import org.jspecify.annotations.NullMarked;
