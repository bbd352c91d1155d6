package io.penstock.control.client.session;

import io.penstock.control.api.ServerKey;
import io.penstock.control.api.SyncAnswer;
import java.util.List;

/** Takes what the server says. Called on the session's thread. */
public interface Listener {
    /** Before the server is asked for the first time: what it has set holds, as before the restart. */
    void begin();

    /**
     * Something new from the server. What is not allowed or not signed is refused, and reported; nothing is thrown for it.
     *
     * @return whether anything of it was taken: when not, the server is not asked again at once
     */
    boolean take(SyncAnswer answer);

    /** A credential was given, and is kept next: of an agent of perhaps another server. */
    void enrolled(String agentId, String name, String storeId, List<ServerKey> keys);

    /** Who this agent is, or with what it shows that, has changed and is kept. */
    void identified();

    /** The server has taken this agent away. */
    void removed();
}
