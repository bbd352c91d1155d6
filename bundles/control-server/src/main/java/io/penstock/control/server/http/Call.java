package io.penstock.control.server.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One request, whole. What is wrong with it is thrown as INVALID with the code to answer. Thread-safe. */
public interface Call {
    /** GET, POST, … */
    String method();

    /** A variable of the template, decoded; a defect of ours where there is none. */
    String path(String name);

    /** A query parameter, decoded. Given twice: {@code request.query}. */
    Optional<String> query(String name);

    /** As {@link #query}: {@code true} or {@code false}; false where it is missing. */
    boolean flag(String name);

    /** A header. */
    Optional<String> header(String name);

    /** The body, read; strictly, unless the route is an agent's. No body: {@code request.body}. */
    <T> T body(Class<T> type);

    /** Whether there is a body. */
    boolean hasBody();

    /** The body, unpacked. Not to be changed. */
    byte[] bytes();

    /** Who asks. */
    Caller caller();

    /** From where; beyond proxies that are trusted. */
    InetAddress from();

    /** Names the request in answers, audit and log. */
    String requestId();

    /** The version the caller has read; a defect of ours where the route does not say {@link Route#changes}. */
    long ifMatch();

    /** {@code limit} and {@code after}. */
    Page page();

    /** {@code wait}, at most 50 s; empty where it is 0 or missing. */
    Optional<Duration> waitFor();

    /** Completes when the connection is gone: nobody reads an answer then. */
    CompletionStage<?> gone();
}
