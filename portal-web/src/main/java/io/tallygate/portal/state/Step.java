package io.tallygate.portal.state;

import org.jspecify.annotations.Nullable;

/// One wish that is to be done.
/// @param before  null: it is to be made
public record Step<C>(Wanted wanted, @Nullable Found before, C checked) {}
