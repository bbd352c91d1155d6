package io.penstock.admin.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A command that takes the whole connection over and speaks to the caller as it likes. Thread-safe. */
public interface RawCommand {
    /** As {@link io.penstock.core.admin.AdminCommand#name}. */
    String name();

    /** Talks until either side has had enough; the connection is closed afterwards. */
    void talk(InputStream in, OutputStream out) throws IOException;
}
