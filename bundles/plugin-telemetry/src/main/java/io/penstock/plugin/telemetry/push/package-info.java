/** What all outputs share that push measurements over HTTP: reading, checking, cutting into requests, finding refused ones. */
package io.penstock.plugin.telemetry.push;
