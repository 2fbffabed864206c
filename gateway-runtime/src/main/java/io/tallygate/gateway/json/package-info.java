/// JSON that others have written: read to a bound in depth ([JsonText]), looked into ([JsonPath], [Selection]), and
/// changed by expressions in JSONata ([Mapping]) that are bounded in time and memory. Numbers that nobody changes stay
/// as they are, digit for digit. Knows no call, no route and no policy.
@NullMarked
package io.tallygate.gateway.json;

import org.jspecify.annotations.NullMarked;
