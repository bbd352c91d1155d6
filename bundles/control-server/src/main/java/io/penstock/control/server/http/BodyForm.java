package io.penstock.control.server.http;

import io.penstock.control.api.ProblemCode;
import io.penstock.core.error.PenstockException;
import java.util.Locale;
import java.util.Optional;

/** Whether a body may come as it is announced, and whether the answer may go as it is wanted. */
final class BodyForm {
    private BodyForm() {
    }

    static void check(RequestHead head, RouteRule rule) {
        if (head.hasBody()) {
            checkBody(head, rule);
        }
        Optional<String> accept = head.header("accept");
        if (accept.isPresent() && !accepts(accept.get(), rule.gives())) {
            throw PenstockException.invalid(ProblemCode.REQUEST_NOT_ACCEPTABLE.code(), "the answer is " + rule.gives());
        }
    }

    private static void checkBody(RequestHead head, RouteRule rule) {
        if (head.length().filter(length -> length > rule.maxBody()).isPresent()) {
            throw Gzip.tooLarge(rule.maxBody());
        }
        String type = head.header("content-type").map(BodyForm::plain).orElse("");
        if (!rule.takes().contains(type)) {
            throw PenstockException.invalid(ProblemCode.REQUEST_MEDIA_TYPE.code(), "expected the media type "
                    + String.join(" or ", rule.takes()));
        }
        head.header("content-encoding").filter(coding -> !coding.equalsIgnoreCase("gzip")
                && !coding.equalsIgnoreCase("identity")).ifPresent(coding -> {
                    throw PenstockException.invalid(ProblemCode.REQUEST_MEDIA_TYPE.code(), "expected the coding gzip, or none");
                });
    }

    private static boolean accepts(String accept, String gives) {
        String family = gives.substring(0, gives.indexOf('/')) + "/*";
        for (String part : accept.split(",", -1)) {
            String range = plain(part);
            if ((range.equals("*/*") || range.equals(family) || range.equals(gives)) && !part.matches(".*;\\s*q=0(\\.0*)?\\s*")) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String mediaType) {
        int end = mediaType.indexOf(';');
        return (end < 0 ? mediaType : mediaType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }
}
