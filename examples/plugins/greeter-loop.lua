-- Calls the tool `greeter` again and again and prints a line whenever another version answers.
-- Upgrade the plugin meanwhile: no call fails.
--
--   ./llmspell run examples/plugins/greeter-loop.lua -- --calls 1000000

if not Tool.exists("greeter") then
  print("The greeter is not installed. Start `./llmspell serve` in another shell, then:")
  print("  ./llmspell plugin install plugins-sdk/samples/greeter/greeter-1/target/org.example.greeter-1.0.0.jar")
  return
end

local wanted = tonumber(Args.calls) or 100000
local versions, current, failed = {}, nil, 0
print(("calling the greeter %d times"):format(wanted))

for call = 1, wanted do
  local answer = Tool.invoke("greeter", {name = "Ada"})
  if answer.success then
    local version = answer.result.version
    if version ~= current then
      print(("call %d: version %s says %q"):format(call, version, answer.result.greeting))
      current = version
      versions[#versions + 1] = version
    end
  else
    failed = failed + 1
    print(("call %d failed: %s"):format(call, answer.error))
  end
end

return ("%d calls, %d failed, versions seen: %s"):format(wanted, failed, table.concat(versions, ", "))
