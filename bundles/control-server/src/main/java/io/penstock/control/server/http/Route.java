package io.penstock.control.server.http;

/** One method of one path. One thread. Exactly one of {@code role}, {@code open}, {@code agent}, {@code enrolment} must be said. */
public interface Route {
    /** A body's bytes, where nothing else is said. */
    int MAX_BODY_BYTES = 1 << 20;

    /** People and programs of at least this role. */
    Route role(Role role);

    /** Anybody; nobody is asked who he is ({@link Call#caller} is {@link Caller.Nobody}). */
    Route open();

    /** The agent itself: a path's {@code {id}} must be the credential's. Its bodies may have fields nobody knows. */
    Route agent();

    /** Who has an enrolment key or an API key. Its bodies may have fields nobody knows. */
    Route enrolment();

    /** Demands If-Match: 428 without it, {@link Call#ifMatch} then. */
    Route changes();

    /** Demands an Idempotency-Key, and answers the same request again from what was kept. */
    Route creates();

    /** Another limit for the body, unpacked; else {@link #MAX_BODY_BYTES}. */
    Route maxBody(int bytes);

    /** Another media type than {@code application/json} that its body may have. */
    Route takes(String mediaType);

    /** Another media type than {@code application/json} that its answer has. */
    Route gives(String mediaType);

    /** May be tried as often as {@code limits.login-per-minute} allows from one address. */
    Route guarded();

    /** Answered by a worker even though it is an agent's; for what reads or writes the store and waits. */
    Route onWorker();

    /** Who answers. The route counts from now on. */
    void to(Handler handler);
}
