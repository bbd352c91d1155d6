package io.penstock.pipes.lang;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a plain scalar means under the core schema of YAML 1.2, and what people wrongly expect it to mean. */
final class CoreSchema {
    private static final Pattern INT = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");
    private static final Set<String> OLD_TRUTHS = Set.of("yes", "no", "on", "off", "y", "n");
    private static final int MAX_DIGITS = 400;

    private CoreSchema() {
    }

    /** The value of a scalar without quotes; null for nothing. */
    static Object plain(String text) {
        if (text.length() > MAX_DIGITS) {
            return text;
        }
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            case ".nan", ".NaN", ".NAN" -> Double.NaN;
            default -> number(text);
        };
    }

    private static Object number(String text) {
        if (INT.matcher(text).matches()) {
            return whole(new BigInteger(text.startsWith("+") ? text.substring(1) : text));
        }
        if (OCTAL.matcher(text).matches()) {
            return whole(new BigInteger(text.substring(2), 8));
        }
        if (HEX.matcher(text).matches()) {
            return whole(new BigInteger(text.substring(2), 16));
        }
        if (FLOAT.matcher(text).matches()) {
            return Double.parseDouble(text);
        }
        String bare = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (Set.of(".inf", ".Inf", ".INF").contains(bare)) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return text;
    }

    private static Object whole(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    /** What to warn of in a plain scalar. */
    static Optional<String> trap(String text) {
        if (OLD_TRUTHS.contains(text.toLowerCase(Locale.ROOT))) {
            boolean truth = Set.of("yes", "on", "y").contains(text.toLowerCase(Locale.ROOT));
            return Optional.of(text + " is the text \"" + text + "\" here; write " + truth + ", or quote it");
        }
        if (LEADING_ZERO.matcher(text).matches()) {
            return Optional.of(text + " is the number " + plain(text) + " here, not octal; write 0o"
                    + text.replaceFirst("^[-+]?0+", "") + " for octal, or quote it for a text");
        }
        return Optional.empty();
    }
}
