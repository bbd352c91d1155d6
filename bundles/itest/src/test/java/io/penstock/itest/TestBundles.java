package io.penstock.itest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes the bundles that tests drop: without code, told apart by their symbolic names and versions. */
final class TestBundles {
    /** Enough that writing it takes more than one look of the drop folder. */
    private static final int PAYLOAD_BYTES = 64 * 1024;

    private TestBundles() {
    }

    /** Writes a bundle the way a careful tool does: beside, then renamed into place. */
    static void drop(Path folder, String fileName, String symbolicName, String version) throws IOException {
        Path beside = folder.resolve(fileName + ".part");
        Files.write(beside, bytes(symbolicName, version));
        Files.move(beside, folder.resolve(fileName), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A whole bundle, for tests that write it in pieces. */
    static byte[] bytes(String symbolicName, String version) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", symbolicName);
        headers.putValue("Bundle-Version", version);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.setLevel(0);
            jar.putNextEntry(new JarEntry("payload"));
            jar.write(new byte[PAYLOAD_BYTES]);
            jar.closeEntry();
        }
        return bytes.toByteArray();
    }
}
