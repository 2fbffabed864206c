/// Which pages may read a route's answers (CORS, as in the Fetch standard), at order 100:
/// `{"policy": "cors", "config": {"origins": ["https://shop.example"], "credentials": true}}`.
///
/// | member | what | without it |
/// | --- | --- | --- |
/// | `origins` | literal, `https://*.host`, or `*`; the case and a default port do not matter | every origin |
/// | `originPatterns` | regular expressions (RE2) of whole origins | none |
/// | `methods` | of Access-Control-Allow-Methods; `*`: the one that is asked about | all |
/// | `allowHeaders` | request fields; `*`: those that are asked about | `*` |
/// | `exposeHeaders` | answer fields that a page may read | none |
/// | `credentials` | cookies and the like; never together with every origin | false |
/// | `maxAge` | seconds that a browser remembers a preflight's answer | the browser decides |
/// | `privateNetwork` | pages of public addresses may call a private one | false |
/// | `preflightGoesUpstream` | the upstream answers preflights | false |
/// | `answersWithoutOrigin` | requests without an origin get the fields too | true |
///
/// A preflight is answered with 204 before authentication, uses up nothing, and finds the route that answers the method
/// it asks about. `Vary: Origin` is there whenever the answer depends on the origin. What the upstream says of
/// Access-Control-Allow-Origin, -Allow-Credentials and -Expose-Headers is taken off. Start at [CorsPolicy].
@NullMarked
package io.tallygate.gateway.policy.cors;

import org.jspecify.annotations.NullMarked;
