package io.penstock.plugin.http;

import io.penstock.core.net.Hosts;
import io.penstock.core.options.OptionProblem;
import java.net.URI;
import java.util.List;

/** The rules for addresses. */
final class Urls {
    private Urls() {
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
