"""The application for the servers that `yaoan serve` starts: a process that answers requests ends with its server.

A server that is killed without warning cannot tell its processes; left behind, they would keep the port and answer with
the program of before.
"""

import os
import signal

from yaoan.config.processes import end_with_parent
from yaoan.config.wsgi import application

__all__ = ["application"]

end_with_parent(signal.SIGKILL)
if os.getppid() == 1:  # it was killed while we were starting
    os.kill(os.getpid(), signal.SIGKILL)
