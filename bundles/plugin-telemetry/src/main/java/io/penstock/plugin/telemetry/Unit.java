package io.penstock.plugin.telemetry;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A UCUM unit as Prometheus wants it: the base unit's name, and how to get there. Immutable.
 *
 * @param suffix what names end in, without the underscore; empty for none
 * @param multiplier what values are multiplied with
 * @param divisor what values are then divided by: exact where 0.001 would not be
 */
record Unit(String suffix, double multiplier, double divisor) {
    private static final Pattern ANNOTATION = Pattern.compile("\\{[^}]*}");
    private static final Unit NONE = new Unit("", 1, 1);
    private static final Map<String, Unit> KNOWN = Map.ofEntries(
            Map.entry("s", of("seconds")), Map.entry("ms", parts("seconds", 1e3)),
            Map.entry("us", parts("seconds", 1e6)), Map.entry("ns", parts("seconds", 1e9)),
            Map.entry("min", times("seconds", 60)), Map.entry("h", times("seconds", 3600)),
            Map.entry("d", times("seconds", 86_400)),
            Map.entry("By", of("bytes")), Map.entry("kBy", times("bytes", 1e3)), Map.entry("MBy", times("bytes", 1e6)),
            Map.entry("GBy", times("bytes", 1e9)), Map.entry("KiBy", times("bytes", 1L << 10)),
            Map.entry("MiBy", times("bytes", 1L << 20)), Map.entry("GiBy", times("bytes", 1L << 30)),
            Map.entry("bit", parts("bytes", 8)),
            Map.entry("J", of("joules")), Map.entry("mJ", parts("joules", 1e3)), Map.entry("uJ", parts("joules", 1e6)),
            Map.entry("kJ", times("joules", 1e3)), Map.entry("W.h", times("joules", 3600)),
            Map.entry("W", of("watts")), Map.entry("mW", parts("watts", 1e3)), Map.entry("uW", parts("watts", 1e6)),
            Map.entry("kW", times("watts", 1e3)), Map.entry("V", of("volts")), Map.entry("mV", parts("volts", 1e3)),
            Map.entry("A", of("amperes")), Map.entry("mA", parts("amperes", 1e3)), Map.entry("Hz", of("hertz")),
            Map.entry("kHz", times("hertz", 1e3)), Map.entry("MHz", times("hertz", 1e6)),
            Map.entry("GHz", times("hertz", 1e9)), Map.entry("Cel", of("celsius")), Map.entry("K", of("kelvin")),
            Map.entry("m", of("meters")), Map.entry("g", of("grams")), Map.entry("kg", times("grams", 1e3)),
            Map.entry("%", parts("ratio", 100)), Map.entry("1", NONE), Map.entry("", NONE));

    private static Unit of(String suffix) {
        return new Unit(suffix, 1, 1);
    }

    private static Unit parts(String suffix, double divisor) {
        return new Unit(suffix, 1, divisor);
    }

    private static Unit times(String suffix, double multiplier) {
        return new Unit(suffix, multiplier, 1);
    }

    /** The unit of a UCUM text; one that is not known keeps its own text and values. */
    static Unit parse(String ucum) {
        String plain = ANNOTATION.matcher(ucum).replaceAll("").strip();
        Unit known = KNOWN.get(plain);
        if (known != null) {
            return known;
        }
        int per = plain.indexOf('/');
        if (per >= 0) {
            Unit over = parse(plain.substring(0, per));
            Unit under = parse(plain.substring(per + 1));
            String suffix = (over.suffix + "_per_" + singular(under.suffix)).replaceAll("^_|_per_$", "");
            return new Unit(suffix, over.multiplier * under.divisor, over.divisor * under.multiplier);
        }
        return of(Naming.clean(plain).replaceAll("_+", "_").replaceAll("^_|_$", ""));
    }

    private static String singular(String suffix) {
        return suffix.length() > 1 && suffix.endsWith("s") && !suffix.equals("celsius")
                ? suffix.substring(0, suffix.length() - 1) : suffix;
    }

    /** Whether values stay what they are. */
    boolean keepsValues() {
        return multiplier == 1 && divisor == 1;
    }

    double scale(double value) {
        return value * multiplier / divisor;
    }
}
