/** The server of examples/server, with a look at how long it holds its event loop. */
import './held-time'
import '../../examples/server/src/main'
