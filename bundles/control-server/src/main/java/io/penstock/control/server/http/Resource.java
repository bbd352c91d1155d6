package io.penstock.control.server.http;

/** One noun of the API: says which requests it answers. Its handlers are thread-safe. */
public interface Resource {
    /** Adds its routes; called once, before the first request. */
    void routes(Routes routes);
}
