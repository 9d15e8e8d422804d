-- One of several branches, chosen by what the workflow was given.
local shipping = Workflow.conditional({
  name = "shipping",
  branches = {
    {name = "express", condition = "$weight < 5 and $hurry == true",
      steps = {{name = "fly", ["function"] = function() return "by air" end}}},
    {name = "heavy", condition = "$weight >= 50",
      steps = {{name = "ship", ["function"] = function() return "by sea" end}}},
  },
  default_branch = {steps = {{name = "drive", ["function"] = function() return "by road" end}}},
})

for _, parcel in ipairs({{weight = 2, hurry = true}, {weight = 70}, {weight = 20}}) do
  print(parcel.weight .. " kg go " .. shipping:execute(parcel).output)
end
