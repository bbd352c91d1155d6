package io.penstock.control.server.http;

/** Takes routes. One thread. */
public interface Routes {
    /**
     * Begins one; it counts from {@link Route#to} on.
     *
     * @param template as in {@code openapi.yaml}: {@code /api/v1/agents/{id}}; a fixed word goes before a variable
     * @throws IllegalStateException it is there already
     */
    Route on(String method, String template);
}
