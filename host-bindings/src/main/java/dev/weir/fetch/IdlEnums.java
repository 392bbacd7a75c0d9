package dev.weir.fetch;

import dev.weir.infra.Ascii;

/** Enumerations of Java whose constants are those of the IDL, with underscores for hyphens. */
final class IdlEnums {
    private IdlEnums() {}

    static String nameOf(Enum<?> constant) {
        return Ascii.lowercase(constant.name()).replace('_', '-');
    }

    static <E extends Enum<E>> E constantOf(Class<E> type, String name) {
        return Enum.valueOf(type, Ascii.uppercase(name).replace('-', '_'));
    }
}
