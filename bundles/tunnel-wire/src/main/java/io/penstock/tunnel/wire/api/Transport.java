package io.penstock.tunnel.wire.api;

/** What moves bytes between sockets and us. */
public enum Transport {
    /** epoll where it is there, else NIO. */
    AUTO,
    /** epoll, or an error. */
    EPOLL,
    /** The JDK's: works everywhere. */
    NIO
}
