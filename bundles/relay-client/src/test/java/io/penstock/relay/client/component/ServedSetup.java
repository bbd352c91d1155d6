package io.penstock.relay.client.component;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of an output begin with: a folder, and a server that runs. */
abstract class ServedSetup {
    @TempDir
    Path folder;
    final TestStore store = new TestStore();
    TestServer server;

    @BeforeEach
    void startsAServer() throws Exception {
        server = new TestServer(store);
    }

    @AfterEach
    void stopsTheServer() throws Exception {
        server.close();
    }
}
