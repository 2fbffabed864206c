package io.tallygate.stack.sample;

/// What one sample upstream answers. The same question gets the same answer, so that a page, a test and a person see
/// one
/// world; nothing is kept.
interface Service {
    Answer answer(Asked asked);
}
