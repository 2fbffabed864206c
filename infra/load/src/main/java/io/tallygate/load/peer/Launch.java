package io.tallygate.load.peer;

import java.util.List;
import java.util.Map;

/// How a process is started.
/// @param port  where it will answer calls
public record Launch(int port, List<String> command, Map<String, String> environment) {}
