package io.penstock.relay.wire.api;

/** What a {@link Message.Notice} is about. */
public enum NoticeCode {
    /** A code this version does not know: for people only. */
    UNKNOWN(0),
    /** Another machine is connected with this client's identity: take a new one at the next start. */
    IDENTITY_SHARED(1),
    /** A metric came with another unit than before and was renamed. */
    METRIC_RENAMED(2),
    /** Events were received that cannot be represented; they are acknowledged and counted. */
    EVENTS_UNFIT(3);

    private final int number;

    NoticeCode(int number) {
        this.number = number;
    }

    /** As it is written. */
    public int number() {
        return number;
    }

    /** The code of a number; {@link #UNKNOWN} for others. */
    public static NoticeCode of(long number) {
        for (NoticeCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return UNKNOWN;
    }
}
