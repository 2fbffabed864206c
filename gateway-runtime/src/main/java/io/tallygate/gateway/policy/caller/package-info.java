/// What all policies that ask who calls have in common. Each kind of credential is a [CallerCheck] in a folder of its
/// own; [CallerPolicy] asks them and says what becomes of a call that shows nothing.
///
/// Several such policies on a route are all asked, and all must be content: the call counts for the caller of the
/// first.
/// `any-caller` is content with one of several: `{"policy": "any-caller", "config": {"of": [{"policy": "api-key"},
/// {"policy": "basic"}]}}`; the first of them whose kind of credential is shown decides.
///
/// `"anonymous"` lets calls through that show nothing: `{}` without any caller, or `{"consumer": …, "application": …}`
/// as if that application had called, with its subscription and its limits. What is shown and wrong is refused all the
/// same.
@NullMarked
package io.tallygate.gateway.policy.caller;

import org.jspecify.annotations.NullMarked;
