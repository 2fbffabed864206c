/// Cookies on their way in and out, at order 410: `{"policy": "cookies", "config": {"remove": ["tracker"], "domain":
/// "",
/// "path": "/shop", "secure": true}}`.
///
/// | member | what | without it |
/// | --- | --- | --- |
/// | `keep` | names; only these go to the upstream, and come from it | all |
/// | `remove` | names; these do not | none |
/// | `domain`, `path`, `sameSite` | what cookies that the upstream sets say instead; an empty `domain`: none | what
/// they say |
/// | `secure`, `httpOnly` | whether they say so in any case | what they say |
///
/// Start at [CookiesPolicy].
@NullMarked
package io.tallygate.gateway.policy.cookies;

import org.jspecify.annotations.NullMarked;
