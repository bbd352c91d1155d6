package io.penstock.tunnel.wire.api;

/**
 * What a session can be resumed with, by nobody who has not got it.
 *
 * @param session 16 random bytes
 * @param secret 32 random bytes
 */
public record ResumeToken(Octets session, Octets secret) {
    static final int SESSION_BYTES = 16;
    static final int SECRET_BYTES = 32;

    /** Checks the lengths. */
    public ResumeToken {
        if (session.length() != SESSION_BYTES || secret.length() != SECRET_BYTES) {
            throw new IllegalArgumentException("a resume token has " + SESSION_BYTES + " and " + SECRET_BYTES + " bytes");
        }
    }
}
