package io.penstock.core.http;

import io.penstock.core.net.Hosts;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.value.Secret;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The rules for addresses and headers that a user writes, for plug-ins' checks. */
public final class HttpUrls {
    private static final Set<String> OURS = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private HttpUrls() {
    }

    /** Headers nobody but the client itself may set. */
    public static List<OptionProblem> headerProblems(Map<String, Secret> headers) {
        return headerProblems(List.of("headers"), headers);
    }

    /** As the other method; {@code path} leads to the option. */
    public static List<OptionProblem> headerProblems(List<String> path, Map<String, Secret> headers) {
        return headers.keySet().stream().filter(name -> OURS.contains(name.toLowerCase(Locale.ROOT))
                        || !name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"))
                .map(name -> new OptionProblem(Stream.concat(path.stream(), Stream.of(name)).toList(), "http.header",
                        "the header \"" + name + "\" cannot be set"))
                .toList();
    }

    /** An http or https address of the option {@code url}, with no password in it, and https unless it stays here. */
    public static List<OptionProblem> problems(URI url, boolean plaintext) {
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
