/// Addresses of the Internet and ranges of them, of either version alike. Start at [Networks]. Knows no call and no
/// Netty.
@NullMarked
package io.tallygate.gateway.address;

import org.jspecify.annotations.NullMarked;
