-- The same file runs in our engine and in the native interpreter. It gives "name=milliseconds"
-- for each chunk: the best of ROUNDS runs, in processor time of the thread. That is os.clock in the
-- native interpreter; ours has a tool for it, because its os.clock is the time on the wall.
local ROUNDS = 15

local clock = os.clock
if Tool then
  clock = function() return tonumber(Tool.invoke("cpu-clock", {}).text) / 1e9 end
end

local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end

local chunks = {
  { "fib", function() return fib(24) end },
  { "strings", function()
    local parts, total = {}, 0
    for i = 1, 20000 do
      parts[#parts + 1] = string.format("%d:%s", i, ("x"):rep(i % 7))
    end
    local text = table.concat(parts, ",")
    for word in text:gmatch("%d+") do total = total + #word end
    return total + #text:gsub("x", "yy"):upper()
  end },
  { "tables", function()
    local list, seed = {}, 42
    for i = 1, 50000 do
      seed = (seed * 16807) % 2147483647
      list[i] = { key = seed, name = "n" .. i }
    end
    table.sort(list, function(a, b) return a.key < b.key end)
    local sum = 0
    for i, item in ipairs(list) do sum = sum + item.key % i end
    return sum
  end },
  { "calls", function()
    local sum, max, byte = 0, math.max, string.byte
    for i = 1, 100000 do sum = sum + max(i, 7) + byte("a") end
    return sum
  end },
}

local lines = {}
for _, chunk in ipairs(chunks) do
  local best = math.huge
  for _ = 1, ROUNDS do
    local start = clock()
    chunk[2]()
    best = math.min(best, clock() - start)
  end
  lines[#lines + 1] = string.format("%s=%.3f", chunk[1], best * 1000)
end
local report = table.concat(lines, "\n")
print(report)
return report
