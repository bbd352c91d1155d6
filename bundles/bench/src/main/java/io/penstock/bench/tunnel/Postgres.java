package io.penstock.bench.tunnel;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/**
 * A PostgreSQL server, the one the tests use, until it is killed.
 *
 * <p>{@code Postgres PORT CONNECTIONS}
 */
public final class Postgres {
    private Postgres() {
    }

    /** See the class. */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().setPort(Integer.parseInt(args[0]))
                .setServerConfig("max_connections", args[1]).start()) {
            System.out.println("ready on " + server.getPort());
            Thread.currentThread().join();
        }
    }
}
