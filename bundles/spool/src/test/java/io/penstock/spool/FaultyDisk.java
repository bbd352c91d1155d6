package io.penstock.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Predicate;

/** A disk that refuses what the test says: writes (after half of the bytes), forces, or opening. */
final class FaultyDisk implements Disk {
    /** What is being done. */
    enum Action {
        OPEN, WRITE, FORCE, TRUNCATE
    }

    private final Predicate<Action> fails;

    FaultyDisk(Predicate<Action> fails) {
        this.fails = fails;
    }

    @Override
    public WritableFile open(Path path) throws IOException {
        check(Action.OPEN);
        WritableFile file = REAL.open(path);
        return new WritableFile() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (fails.test(Action.WRITE)) {
                    file.write(bytes.limit(bytes.position() + bytes.remaining() / 2));
                    throw new IOException("No space left on device");
                }
                file.write(bytes);
            }

            @Override
            public void force() throws IOException {
                check(Action.FORCE);
                file.force();
            }

            @Override
            public void truncate(long size) throws IOException {
                check(Action.TRUNCATE);
                file.truncate(size);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    private void check(Action action) throws IOException {
        if (fails.test(action)) {
            throw new IOException("Input/output error");
        }
    }
}
