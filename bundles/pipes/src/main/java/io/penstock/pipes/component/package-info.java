/** The capability in the container: plugins as they come and go, pipes from files and configurations, commands. */
package io.penstock.pipes.component;
