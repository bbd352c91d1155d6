package io.penstock.tunnel.gateway.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Targets as access rules name them: letters' case is no matter, {@code *} stands for anything but a colon. */
final class TargetPattern {
    private TargetPattern() {
    }

    static boolean matches(String pattern, String target) {
        String expression = Arrays.stream(pattern.toLowerCase(Locale.ROOT).split("\\*", -1)).map(Pattern::quote)
                .collect(Collectors.joining("[^:]*"));
        return "*".equals(pattern) || target.toLowerCase(Locale.ROOT).matches(expression);
    }
}
