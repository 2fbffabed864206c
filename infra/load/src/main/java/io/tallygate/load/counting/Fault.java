package io.tallygate.load.counting;

import io.tallygate.load.counting.CountingScene.Ability;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/// Something that goes wrong while calls are made. All is as before when [#strike] returns, only calls go on.
interface Fault {
    String name();

    default Set<Ability> needs() {
        return EnumSet.noneOf(Ability.class);
    }

    void strike(CountingScene scene) throws IOException, InterruptedException;
}
