/// State documents as YAML 1.2: the same values that JSON has, and nothing else. No tags, so nothing is built but maps,
/// lists and plain values; aliases are written out and counted as they are.
@NullMarked
package io.tallygate.portal.state.yaml;

import org.jspecify.annotations.NullMarked;
