package io.penstock.admin.command;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The folder whose jars run. Everything is changed there and only there, so that what runs is what lies in the folder,
 * after the next start too. A jar appears under its name only when it is whole.
 */
final class DropFolder {
    private final BundleContext context;
    private final Path folder;

    DropFolder(BundleContext context, Path folder) {
        this.context = context;
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The bundle of that symbolic name, wherever it came from. */
    Optional<Bundle> bundle(String symbolicName) {
        for (Bundle bundle : context.getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return Optional.of(bundle);
            }
        }
        return Optional.empty();
    }

    /** The one bundle of this folder whose file, or one of whose plugins, has this name. */
    Optional<Bundle> dropped(String name) {
        List<Bundle> named = Arrays.stream(context.getBundles()).filter(bundle -> isDropped(bundle) && isNamed(bundle, name))
                .toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }

    private boolean isDropped(Bundle bundle) {
        return file(bundle.getLocation()).filter(file -> folder.equals(file.getParent())).isPresent();
    }

    private boolean isNamed(Bundle bundle, String name) {
        return folder.resolve(name).normalize().equals(fileOf(bundle))
                || BundleStates.plugins(bundle).stream().anyMatch(plugin -> name.equals(plugin.get("name")));
    }

    /** The file in this folder a bundle came from; CONFLICT when it came from elsewhere. */
    Path fileOf(Bundle bundle) {
        return file(bundle.getLocation()).filter(file -> folder.equals(file.getParent())).orElseThrow(() -> foreign(bundle));
    }

    private static Optional<Path> file(String location) {
        try {
            URI uri = URI.create(location);
            return "file".equals(uri.getScheme()) ? Optional.of(Path.of(uri).normalize()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private PenstockException foreign(Bundle bundle) {
        return new PenstockException(ErrorKind.CONFLICT, "plugins.not-dropped", bundle.getSymbolicName()
                + " belongs to the distribution (" + bundle.getLocation() + "); only what lies in " + folder
                + " can be changed here");
    }

    /** Where a new jar goes: under its own name, where that is one the folder's jars are told by. */
    Path fileFor(BundleJar jar) {
        String name = jar.file().getFileName().toString();
        return folder.resolve(name.endsWith(".jar") && !name.startsWith(".") ? name : jar.symbolicName() + ".jar");
    }

    /** CONFLICT when another jar lies there: writing over it would replace that bundle. */
    void refuseOther(BundleJar jar, Path place) {
        try {
            if (Files.exists(place) && !Files.isSameFile(place, jar.file())) {
                throw new PenstockException(ErrorKind.CONFLICT, "plugins.file-taken", place + " holds another bundle; give "
                        + jar.file() + " another name");
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    void put(BundleJar jar, Path place) {
        Path made = place.resolveSibling("." + place.getFileName() + ".new");
        try {
            Files.copy(jar.file(), made, StandardCopyOption.REPLACE_EXISTING);
            Files.move(made, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private PenstockException unwritable(IOException e) {
        return new PenstockException(ErrorKind.DENIED, "plugins.folder",
                "the folder " + folder + " cannot be changed: " + PenstockException.describe(e), e);
    }
}
