package io.penstock.config.secret;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.secret.SecretProvider;
import io.penstock.core.value.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code ${secret:file/name}} is the content of a file of that name in one of the folders, without its last line end;
 * {@code ${secret:file/name#key}} is the value of its line {@code key=value}. A file that others may read is refused.
 */
public final class FileSecrets implements SecretProvider {
    private final List<Path> folders;

    /** @param folders looked through in order */
    public FileSecrets(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    @Override
    public String provider() {
        return "file";
    }

    @Override
    public Optional<Secret> secret(String name, Optional<String> key) {
        if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
            throw PenstockException.invalid("config.reference", "\"" + name + "\" is no name of a file in the secrets folder");
        }
        Optional<Path> file = folders.stream().map(folder -> folder.resolve(name)).filter(Files::isRegularFile).findFirst();
        return file.flatMap(found -> read(found, key));
    }

    private static Optional<Secret> read(Path file, Optional<String> key) {
        try {
            refuseIfOthersMayRead(file);
            if (Files.size(file) > References.MAX_FILE_BYTES) {
                throw PenstockException.invalid("config.secret-file", "the file " + file + " is too long for a secret");
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return key.isEmpty() ? Optional.of(Secret.of(text.replaceFirst("\\R\\z", ""))) : line(text, key.get());
        } catch (IOException e) {
            throw PenstockException.retry("config.secret-file", "the file " + file + " cannot be read", e);
        }
    }

    private static Optional<Secret> line(String text, String key) {
        return text.lines().map(String::strip).filter(line -> !line.startsWith("#"))
                .filter(line -> line.indexOf('=') > 0 && line.substring(0, line.indexOf('=')).strip().equals(key))
                .findFirst().map(line -> Secret.of(line.substring(line.indexOf('=') + 1).strip()));
    }

    private static void refuseIfOthersMayRead(Path file) throws IOException {
        Optional<String> mode = FileMode.openToOthers(file);
        if (mode.isPresent()) {
            throw new PenstockException(ErrorKind.DENIED, "config.secret-file", "others may read " + file + " (mode "
                    + mode.get() + "): run chmod 600 on it");
        }
    }
}
