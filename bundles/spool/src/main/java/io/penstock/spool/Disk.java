package io.penstock.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where segments are written: the real disk, or one that fails on purpose. */
interface Disk {
    /** The real one. */
    Disk REAL = RealFile::new;

    /** Opens a file for writing at its end, making it if it is not there. */
    WritableFile open(Path path) throws IOException;

    /** A file being written. One thread. */
    interface WritableFile extends AutoCloseable {
        /** Writes all of the buffer at the end. */
        void write(ByteBuffer bytes) throws IOException;

        /** Forces everything written to the disk. */
        void force() throws IOException;

        /** Cuts the file to this size. */
        void truncate(long size) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** A file of the real disk. */
    final class RealFile implements WritableFile {
        private final Path path;
        private final FileChannel channel;

        RealFile(Path path) throws IOException {
            this.path = path;
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.position(channel.size());
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
            // What is forced into a file that somebody deleted is not there at the next start.
            if (Files.notExists(path)) {
                throw new NoSuchFileException(path.toString());
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size).position(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
