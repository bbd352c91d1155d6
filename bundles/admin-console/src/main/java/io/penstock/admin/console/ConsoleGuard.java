package io.penstock.admin.console;

import io.penstock.core.value.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.apache.felix.webconsole.spi.SecurityProvider;

/**
 * Asked by the web console before every single request: is it from the console's own pages, and does it carry the
 * password. Thread-safe.
 */
final class ConsoleGuard implements SecurityProvider {
    /** The name to log in with; the password is what counts. */
    static final String USER = "penstock";

    private final Secret password;

    ConsoleGuard(Secret password) {
        this.password = password;
    }

    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Content-Security-Policy", "frame-ancestors 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        Optional<String> refusal = RequestCheck.refusal(request.getMethod(), request::getHeader);
        if (refusal.isPresent()) {
            answer(response, HttpServletResponse.SC_FORBIDDEN, refusal.get());
            return null;
        }
        boolean known = BasicCredentials.parse(request.getHeader("Authorization"))
                .filter(sent -> sent.user().equals(USER) && sent.password().equals(password)).isPresent();
        if (!known) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Penstock\", charset=\"UTF-8\"");
            answer(response, HttpServletResponse.SC_UNAUTHORIZED, "user " + USER
                    + ", password in the file console-password of the data folder; penstock status says where that is");
            return null;
        }
        return USER;
    }

    private static void answer(HttpServletResponse response, int status, String text) {
        try {
            response.setStatus(status);
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter().println(text);
            response.flushBuffer();
        } catch (IOException e) {
            // Who asked has gone; refused is refused.
            return;
        }
    }

    @Override
    public boolean authorize(Object user, String role) {
        return USER.equals(user);
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("WWW-Authenticate", "Basic realm=\"Penstock\", charset=\"UTF-8\"");
        answer(response, HttpServletResponse.SC_UNAUTHORIZED, "logged out");
    }
}
