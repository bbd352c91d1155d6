package io.penstock.control.server.store;

import java.nio.file.Path;
import java.util.Optional;

class SqliteKillTest extends KillContract {
    @Override
    StorePlace place(Path folder) {
        return new SqlitePlace(folder);
    }

    @Override
    Optional<String> url(StorePlace place) {
        return Optional.empty();
    }
}
