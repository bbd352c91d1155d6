package io.penstock.control.server.store.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;

/** Scripts by their names: nothing is searched for, which looks different in every container. */
final class ScriptFolder implements ResourceProvider {
    private final ClassLoader loader;
    private final String folder;
    private final List<String> names;

    ScriptFolder(ClassLoader loader, String folder, List<String> names) {
        this.loader = loader;
        this.folder = folder;
        this.names = names;
    }

    @Override
    public LoadableResource getResource(String name) {
        return names.contains(name) ? new Script(name) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return names.stream().filter(name -> name.startsWith(prefix))
                .filter(name -> Arrays.stream(suffixes).anyMatch(name::endsWith))
                .map(name -> (LoadableResource) new Script(name)).toList();
    }

    private final class Script extends LoadableResource {
        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            try (InputStream stream = loader.getResourceAsStream(folder + "/" + name)) {
                if (stream == null) {
                    throw new IOException("there is no " + folder + "/" + name);
                }
                return new StringReader(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return folder + "/" + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return getAbsolutePath();
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
