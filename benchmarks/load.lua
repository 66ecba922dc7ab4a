-- Sends the requests of a plan in turn: one line each, tab-separated: method, path, one header, body (may be empty).
-- Arguments: the plan, the number of wrk's threads. Prints one line of JSON at the end.

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  plan, position = {}, 0
  local line_number, sharing = 0, tonumber(args[2])
  for line in io.lines(args[1]) do
    if line_number % sharing == number then
      local method, path, name, value, body = line:match("^(%u+)\t([^\t]+)\t([^:]+): ([^\t]*)\t(.*)$")
      local headers = { [name] = value, Accept = "*/*" }
      if body ~= "" then headers["Content-Type"] = "application/json" else body = nil end
      plan[#plan + 1] = wrk.format(method, path, headers, body)
    end
    line_number = line_number + 1
  end
end

function request()
  position = position % #plan + 1
  return plan[position]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "microseconds": %d, "p50": %d, "p95": %d, "p99": %d, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
