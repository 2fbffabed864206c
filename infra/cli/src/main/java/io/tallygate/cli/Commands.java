package io.tallygate.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/// Makes commands: those that want their [Surroundings] are given them.
final class Commands implements CommandLine.IFactory {
    private final Surroundings around;

    Commands(Surroundings around) {
        this.around = around;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Surroundings.class) {
                return type.cast(constructor.newInstance(around));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
