package io.penstock.plugin.http;

import io.penstock.core.net.Hosts;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.value.Secret;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rules for addresses. */
final class Urls {
    private static final Set<String> OURS = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private Urls() {
    }

    /** Headers nobody but the client itself may set. */
    static List<OptionProblem> headerProblems(Map<String, Secret> headers) {
        return headers.keySet().stream().filter(name -> OURS.contains(name.toLowerCase(Locale.ROOT))
                        || !name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"))
                .map(name -> new OptionProblem(List.of("headers", name), "http.header",
                        "the header \"" + name + "\" cannot be set"))
                .toList();
    }

    static List<OptionProblem> problems(URI url, boolean plaintext) {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        if (!secure && !"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
            return List.of(new OptionProblem(List.of("url"), "http.url",
                    "expected an address such as https://example.org/path"));
        }
        if (url.getUserInfo() != null) {
            return List.of(new OptionProblem(List.of("url"), "http.url",
                    "expected no name and password in the address: give an Authorization header instead"));
        }
        return Hosts.plaintextProblem("url", url.getHost(), secure, plaintext);
    }
}
