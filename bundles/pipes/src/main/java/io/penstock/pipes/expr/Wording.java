package io.penstock.pipes.expr;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the library's messages into words a user of expressions knows. */
final class Wording {
    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '(.*)'");
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");

    private Wording() {
    }

    static String syntax(String message) {
        int expecting = message.indexOf(" expecting {");
        String cut = expecting > 0 ? message.substring(0, expecting) : message;
        return cut.replace("'<EOF>'", "the end of the expression").replace("Syntax error: ", "")
                .replace("mismatched input", "did not expect").replace("extraneous input", "did not expect");
    }

    static String type(String message) {
        Matcher overload = NO_OVERLOAD.matcher(message);
        if (overload.matches()) {
            String function = overload.group(1).replaceAll("^_?([^_]+?)_?$", "$1").replace("@", "");
            return "\"" + function + "\" does not take " + overload.group(2);
        }
        Matcher undeclared = UNDECLARED.matcher(message);
        return undeclared.matches() ? "there is no function \"" + undeclared.group(1) + "\"" : message;
    }
}
