package io.penstock.relay.wire.alumet.api;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Units in two parts, as Alumet has them, and in one, as UCUM and we have them. Stateless. */
final class AlumetUnits {
    private static final Map<String, String> LETTERS = Map.of("nano", "n", "micro", "u", "milli", "m", "", "", "kilo", "k",
            "mega", "M", "giga", "G");
    private static final Map<String, String> PREFIXES = new TreeMap<>();
    /** Those whose prefix is split off again: for others it might be part of the name. */
    private static final Set<String> BASES = Set.of("s", "W", "J", "V", "A", "Hz", "By", "bit", "W.h", "g");

    static {
        LETTERS.forEach((prefix, letter) -> PREFIXES.put(letter, prefix));
    }

    private AlumetUnits() {
    }

    static String toUcum(String base, String prefix) {
        return LETTERS.getOrDefault(prefix, prefix) + (base.isEmpty() ? "1" : base);
    }

    static String base(String ucum) {
        return isPrefixed(ucum) ? ucum.substring(1) : ucum;
    }

    static String prefix(String ucum) {
        return isPrefixed(ucum) ? PREFIXES.get(ucum.substring(0, 1)) : "";
    }

    private static boolean isPrefixed(String ucum) {
        return ucum.length() > 1 && !BASES.contains(ucum) && BASES.contains(ucum.substring(1))
                && PREFIXES.containsKey(ucum.substring(0, 1));
    }
}
